// What a group wants and has not, in a number that is never below 0.
export function short(group) {
    return Math.max(0, group.desired - group.running - group.complete);
}

export function isShort(job) {
    if (job.stopped || job.status === "complete") return false;
    return job.blocked || job.groups.some(group => short(group) > 0);
}
