package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenUplinkTest {
    /// `--ping-every 1d` is allowed, and such a node hears nothing for two days: an end of the link
    /// each hour is what that setting is there to spare.
    @Test
    void aServerMayBeSilentForAsLongAsItHasSaid() {
        assertEquals(50_000, OpenUplink.readMaxMs(50_000));
        long days = TimeUnit.DAYS.toMillis(4);
        assertEquals(days, OpenUplink.readMaxMs(days));
        assertEquals(1_000, OpenUplink.readMaxMs(0));
        assertEquals(Integer.MAX_VALUE, OpenUplink.readMaxMs(Long.MAX_VALUE));
    }
}
