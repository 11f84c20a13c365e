// What a group wants and has not, in a number that is never below 0.
export function short(group) {
    return Math.max(0, group.desired - group.running - group.complete);
}

export function isShort(job) {
    if (job.stopped || job.status === "complete") return false;
    return job.blocked || job.groups.some(group => short(group) > 0);
}

export const unhealthy = job => (job.stopped ? 0 : job.groups.reduce((sum, it) => sum + (it.unhealthy || 0), 0));

// Its status; what runs as it should not is not shown as what runs.
export const standing = job => (job.status === "running" && unhealthy(job) > 0 ? "unhealthy" : job.status);
