package io.stacksy.benchmarks;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A redirect in Jetty, and nothing else: the least that this server can do. */
final class BareJetty {
    private BareJetty() {}

    public static void main(String[] arguments) throws Exception { // as Jetty declares it
        Server server = server(Integer.parseInt(arguments[0]));
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(HttpStatus.FOUND_302);
                response.getHeaders()
                        .put(HttpHeader.LOCATION, "https://example.org/some/page?of=some&length=1")
                        .put(HttpHeader.CACHE_CONTROL, "no-store");
                callback.succeeded();
                return true;
            }
        });
        server.start();
        System.out.println("ready");
        server.join();
    }

    static Server server(int port) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, -1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        return server;
    }
}
