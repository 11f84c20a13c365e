package dev.skerry.example.badge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where rasters go.
sealed interface Display {
    /// Shows a raster, or says why it could not.
    void show(byte[] raster) throws IOException;

    /// The path of the device, or nothing.
    String device();

    static Display at(String device) {
        return device.isEmpty() ? new None() : new Device(device);
    }

    /// No display: the picture is there over HTTP only.
    record None() implements Display {
        @Override
        public void show(byte[] raster) {}

        @Override
        public String device() {
            return "";
        }
    }

    /// A driver's file. It must be there: a badge does not create a file in place of a display.
    record Device(String device) implements Display {
        @Override
        public void show(byte[] raster) throws IOException {
            try (var channel = FileChannel.open(Path.of(device), StandardOpenOption.WRITE)) {
                var rest = ByteBuffer.wrap(raster);
                while (rest.hasRemaining()) channel.write(rest);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no " + device, e);
            }
        }
    }
}
