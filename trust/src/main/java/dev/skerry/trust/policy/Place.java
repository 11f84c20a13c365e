package dev.skerry.trust.policy;

/// Where a right is needed.
public sealed interface Place {
    record InNamespace(String name) implements Place {
        @Override
        public String text() {
            return "in namespace " + name;
        }
    }

    /// Of nodes.
    record InPool(String name) implements Place {
        @Override
        public String text() {
            return "in pool " + name;
        }
    }

    /// In all namespaces, those to come too.
    record EachNamespace() implements Place {
        @Override
        public String text() {
            return "in every namespace";
        }
    }

    /// In all pools, those to come too.
    record EachPool() implements Place {
        @Override
        public String text() {
            return "in every pool";
        }
    }

    /// For what is the whole fleet's, and so in no namespace and in no pool.
    record Fleet() implements Place {
        @Override
        public String text() {
            return "in the whole fleet";
        }
    }

    /// Continues "read cluster/jobs ".
    String text();
}
