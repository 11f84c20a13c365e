package dev.skerry.bench.faults;

import java.io.IOException;

/// What goes wrong with a cell for a while.
public enum Fault {
    NONE("nothing"),
    KILLED("the leader killed with kill -9"),
    STOPPED("the leader stopped with SIGSTOP"),
    LEADER_CUT_OFF("the leader cut off"),
    FOLLOWER_CUT_OFF("a follower cut off"),
    ONE_WAY("loss in one direction at the leader"),
    SLOW("each way to a server slow"),
    FULL_DISK("a full disk");

    private static final int WHOLE = 100;
    private static final int SOME = 30;
    private static final long SLOW_MS = 150;

    /// More than whoever follows waits for a leader.
    private static final long VERY_SLOW_MS = 1_800;

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /// Of which cell it is.
    public ServerCell.Options options() {
        return new ServerCell.Options(this == FULL_DISK, this == SLOW);
    }

    /// @param round rounds are of several kinds in turn
    /// @return the server that it is about
    int begin(ServerCell cell, int round) throws IOException, InterruptedException {
        int leader = cell.leader();
        int other = leader % ServerCell.SIZE + 1;
        int victim =
                switch (this) {
                    case FOLLOWER_CUT_OFF -> other;
                    case FULL_DISK -> round % 2 == 0 ? other : leader;
                    default -> leader;
                };
        switch (this) {
            case NONE -> {}
            case KILLED -> cell.kill(victim);
            case STOPPED -> cell.stop(victim);
            case LEADER_CUT_OFF, FOLLOWER_CUT_OFF -> cell.lan().isolate(victim);
            case ONE_WAY -> lose(cell, victim, round % 3);
            case SLOW -> cell.delay(round % 2 == 0 ? SLOW_MS : VERY_SLOW_MS);
            case FULL_DISK -> cell.fill(victim);
        }
        return victim;
    }

    /// All that it sends, all that is sent to it, or some of what it sends.
    private static void lose(ServerCell cell, int victim, int kind)
            throws IOException, InterruptedException {
        for (int other = 1; other <= ServerCell.SIZE; other++) {
            if (other == victim) continue;
            if (kind == 1) cell.lan().lose(other, victim, WHOLE);
            else cell.lan().lose(victim, other, kind == 0 ? WHOLE : SOME);
        }
    }

    /// Whether writes go on meanwhile. Nobody leads long whom others hear too late.
    ///
    /// @param round as it was begun with
    boolean leavesWrites(int round) {
        return switch (this) {
            case SLOW -> round % 2 == 0;
            case NONE, ONE_WAY, KILLED, STOPPED, LEADER_CUT_OFF, FOLLOWER_CUT_OFF, FULL_DISK ->
                    true;
        };
    }

    /// It is over, and the server is there again.
    void end(ServerCell cell, int victim) throws IOException, InterruptedException {
        switch (this) {
            case NONE -> {}
            case KILLED -> cell.again(victim);
            case STOPPED -> cell.goOn(victim);
            case LEADER_CUT_OFF, FOLLOWER_CUT_OFF, ONE_WAY -> cell.lan().heal();
            case SLOW -> cell.delay(0);
            case FULL_DISK -> cell.empty(victim);
        }
        cell.awaitHearing(victim);
    }

    @Override
    public String toString() {
        return text;
    }
}
