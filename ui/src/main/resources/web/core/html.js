// The one place that knows which library draws.
import { h, render, Fragment } from "../lib/preact.js";
import htm from "../lib/htm.js";

export { render, Fragment };
export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } from "../lib/hooks.js";
export const html = htm.bind(h);
