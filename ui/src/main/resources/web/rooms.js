// The rooms that have pages, in the order of the navigation: one line each. A room is the default
// export of rooms/NAME/room.js; docs/decisions/0035-rooms-of-the-pages.md says what it may hold.
export const NAMES = [
    "cluster", // nodes, jobs, allocations
    "trust", // who has done what
    "servers", // who decides
];
