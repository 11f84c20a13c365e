package dev.skerry.trust.server.roles;

import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.NamedFile;
import dev.skerry.yaml.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Roles, as people apply them from files; those that are ready are shown among them.
///
/// @param things all that rights can be about; it is known when all rooms are
public record AppliedRoles(Supplier<List<String>> things)
        implements NamedFile<Trust, TrustMessage, Role> {
    @Override
    public String path() {
        return "/v1/roles";
    }

    @Override
    public String kind() {
        return "role";
    }

    @Override
    public FileReading<Role> read(byte[] bytes, Wording wording, String name) {
        return RoleFile.parse(bytes, wording, name, things.get());
    }

    @Override
    public String nameOf(Role one) {
        return one.name();
    }

    @Override
    public Collection<Role> all(Trust state) {
        var all = new ArrayList<>(ReadyRoles.ALL);
        all.addAll(state.roles().values());
        return all;
    }

    @Override
    public @Nullable Role find(Trust state, String name) {
        return state.role(name);
    }

    @Override
    public Object answer(Role one) {
        return RoleAnswers.one(one);
    }

    @Override
    public TrustMessage apply(Role one) {
        return new TrustMessage.ApplyRole(one);
    }

    @Override
    public TrustMessage delete(String name) {
        return new TrustMessage.DeleteRole(name);
    }

    @Override
    public Object changed(String name, long index) {
        return new RoleAnswers.RoleChanged(name, index);
    }
}
