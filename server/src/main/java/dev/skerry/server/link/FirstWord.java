package dev.skerry.server.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Something that is run when the first bytes have come.
final class FirstWord extends FilterInputStream {
    private final Runnable then;
    private boolean said;

    FirstWord(InputStream in, Runnable then) {
        super(in);
        this.then = then;
    }

    @Override
    public int read() throws IOException {
        return told(super.read());
    }

    @Override
    public int read(byte[] bytes, int at, int length) throws IOException {
        return told(super.read(bytes, at, length));
    }

    private int told(int read) {
        if (read >= 0 && !said) {
            said = true;
            then.run();
        }
        return read;
    }
}
