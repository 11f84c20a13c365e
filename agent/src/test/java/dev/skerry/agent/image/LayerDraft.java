package dev.skerry.agent.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer, as a tar file that is written entry by entry, well or not.
final class LayerDraft {
    static final Instant TIME = Instant.parse("2020-02-02T20:20:20Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    LayerDraft() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    LayerDraft file(String name, String text) throws IOException {
        return entry(TarConstants.LF_NORMAL, name, "", 0644, text);
    }

    LayerDraft file(String name, byte[] content) throws IOException {
        return entry(TarConstants.LF_NORMAL, name, "", 0, 0, 0644, content);
    }

    LayerDraft folder(String name) throws IOException {
        return entry(TarConstants.LF_DIR, name + "/", "", 0755, "");
    }

    LayerDraft link(String name, String target) throws IOException {
        return entry(TarConstants.LF_SYMLINK, name, target, 0777, "");
    }

    LayerDraft hardLink(String name, String target) throws IOException {
        return entry(TarConstants.LF_LINK, name, target, 0644, "");
    }

    /// The name of the next entry, as GNU has it when it is long.
    LayerDraft longName(String name) throws IOException {
        return entry(TarConstants.LF_GNUTYPE_LONGNAME, "x", "", 0644, name);
    }

    LayerDraft entry(byte kind, String name, String target, int mode, String text)
            throws IOException {
        return entry(kind, name, target, 0, 0, mode, text.getBytes(StandardCharsets.UTF_8));
    }

    LayerDraft owned(String name, long user, long group, int mode) throws IOException {
        return entry(TarConstants.LF_NORMAL, name, "", user, group, mode, new byte[] {'x'});
    }

    private LayerDraft entry(
            byte kind, String name, String target, long user, long group, int mode, byte[] content)
            throws IOException {
        var entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        entry.setIds(0, 0);
        entry.setUserId(user);
        entry.setGroupId(group);
        entry.setMode(mode);
        entry.setLastModifiedTime(FileTime.from(TIME));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    /// Words for all entries behind it.
    LayerDraft global(String key, String value) throws IOException {
        var entry = new TarArchiveEntry("g", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
        entry.addPaxHeader(key, value);
        tar.putArchiveEntry(entry);
        return this;
    }

    byte[] tar() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] tar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return bytes.toByteArray();
    }
}
