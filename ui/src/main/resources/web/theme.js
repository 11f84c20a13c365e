// Before the first paint: the chosen theme, so that nothing flashes.
try {
    const theme = localStorage.getItem("skerry.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
    // No storage here: the system's theme it is.
}
