import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/// The same service as a Java program.
public class Hello {
    public static void main(String[] arguments) throws Exception {
        byte[] body = ("hello from " + System.getenv("KIND") + "\n").getBytes();
        var port = Integer.parseInt(System.getenv("SKERRY_PORT_MAIN"));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 16);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }
}
