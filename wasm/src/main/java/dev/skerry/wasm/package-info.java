/// The host of WASM modules: a program of its own, started by an agent for each task of the driver
/// `wasm`, so that what a module does harms nobody else. It knows nothing of nodes and jobs:
///
///     java -cp 'lib/wasm/*' dev.skerry.wasm.WasmMain --folder local /data hello.wasm -v
///
/// A module is compiled to the JVM's own code, has the calls of WASI preview 1, and of what is
/// around it what it was granted: folders, sockets that are listened at, and so much memory. Its
/// variables are those of the host that begin with [HostOrders#VARIABLE], since a JVM reads some by
/// itself.
///
/// It ends with the code of its module; with 125 when that trapped, 126 when it is none that can be
/// run, 124 at its deadline, and says why in the last line of its stderr.
@NullMarked
package dev.skerry.wasm;

import org.jspecify.annotations.NullMarked;
