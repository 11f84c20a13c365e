package dev.skerry.wasm;

/// Errors of WASI preview 1, as its `errno` numbers them: those that are answered here.
enum Errno {
    SUCCESS(0),
    AGAIN(6),
    BADF(8),
    CONNRESET(15),
    INVAL(28),
    IO(29),
    NFILE(41),
    NOENT(44),
    NOTDIR(54),
    NOTEMPTY(55),
    NOTSUP(58),
    PIPE(64),
    XDEV(75);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
