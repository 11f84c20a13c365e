package dev.skerry.sim.cluster;

import dev.skerry.sim.world.Promise;

/// What must hold of nodes, jobs and allocations.
final class ClusterPromises {
    static final Promise CAPACITY = new Promise("no capacity is overcommitted");
    static final Promise PORTS = new Promise("no port is given twice on a node");
    static final Promise ELIGIBLE = new Promise("nothing is placed on a node that is not eligible");
    static final Promise FIRST_WAY =
            new Promise("what is placed is run in the first way that its node can");
    static final Promise QUOTA = new Promise("nothing is placed beyond the quota of its namespace");
    static final Promise COUNTED =
            new Promise("what counts as used in a namespace is what is live there");
    static final Promise THERE = new Promise("every job is in a namespace that there is");
    static final Promise SHUT_OUT =
            new Promise("nothing is taken of a node that is revoked until it joins anew");
    static final Promise NOBODY =
            new Promise(
                    "a task whose allocation has ended or whose node is revoked changes nothing");
    static final Promise COUNTS_UP = new Promise("versions of a job are counted one by one");
    static final Promise AS_IT_WAS =
            new Promise("what comes back is as it was; what is scaled has another count only");
    static final Promise FEW_KEPT =
            new Promise("of a job as many versions are kept as are said, and what still runs");
    static final Promise FEW_CHANGE =
            new Promise("no more of a group are in change than its deployment allows");
    static final Promise HEALTHY_STAY =
            new Promise("nothing healthy is taken down while too few are healthy");
    static final Promise HALTED =
            new Promise("nothing is replaced by a deployment that is paused or has failed");
    static final Promise CANARIES_FIRST =
            new Promise("nothing that ran gets the new version before its canaries are promoted");
    static final Promise PROVEN_COMES_BACK =
            new Promise("what comes back by itself is the last version that was proven");
    static final Promise LESS_IMPORTANT =
            new Promise("only work whose priority is lower by 10 at least is displaced");
    static final Promise MAY_DISPLACE =
            new Promise("only jobs displace others that their namespace lets do so");
    static final Promise NO_OTHER_WAY =
            new Promise("nothing is displaced where there is room without that");
    static final Promise NAMED =
            new Promise("what is displaced makes way for one that is placed there");
    static final Promise AFTER_THEM =
            new Promise("what displaces others starts when they have ended");
    static final Promise RECALLED_ENDS =
            new Promise(
                    "from the moment of a recall on nothing of it is wanted, or accepted again");
    static final Promise RECALLED_STARTS =
            new Promise("no node that knows of a recall starts what is recalled");
    static final Promise FORCED_FIRST =
            new Promise("what is recalled or forced is told to a node before anything else");
    static final Promise ONCE = new Promise("an allocation never runs twice on a node");
    static final Promise AS_ASKED =
            new Promise("what must not be replaced never runs more often than asked");
    static final Promise ENDED = new Promise("what has ended does not run again");
    static final Promise NOBODY_LED =
            new Promise("that no server leads for a while restarts nothing");
    static final Promise PARENTS_REST =
            new Promise("nothing is placed of a job by which others are launched");
    static final Promise AS_PARENT =
            new Promise("what is launched is as its parent says, which is there");
    static final Promise IN_TIME =
            new Promise("a periodic job is launched when it was said to be, and not before");
    static final Promise LAUNCHED_ONCE =
            new Promise("a periodic job is launched once at most for each of its times");
    static final Promise NO_OVERLAP =
            new Promise("what must not overlap is not launched while its last run goes on");
    static final Promise OWN_TIME =
            new Promise("what a node runs by its calendar starts in its times only");
    static final Promise OWN_TIME_ONCE =
            new Promise("a node runs nothing twice for the same time of its calendar");
    static final Promise OWN_OVERLAP =
            new Promise("what a node runs by its calendar never runs beside itself");
    static final Promise OWN_TIMES_KEPT =
            new Promise(
                    "a node keeps the times of its calendars, whether a server is heard or not");
    static final Promise KNOWN =
            new Promise("nobody is said connected or missed for a time in which no server ran");

    private ClusterPromises() {}
}
