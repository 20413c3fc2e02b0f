package io.stacksy.gateway;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of HTTP/2 without TLS, for clients that begin with it and for those that ask for it with their first
 * request. Who asks in a way that could go wrong is answered by HTTP/1.1, as the standard allows.
 */
final class CleartextHttp2 extends HTTP2CServerConnectionFactory {
    /** Some settings of six bytes each, in base64. */
    private static final Pattern SETTINGS = Pattern.compile("([A-Za-z0-9_-]{8}){0," + Limits.HTTP2_SETTINGS + "}");

    private final Proxies proxies;

    CleartextHttp2(HttpConfiguration configuration, Proxies proxies) {
        super(configuration);
        this.proxies = proxies;
        Limits.set(this);
    }

    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response)
            throws BadMessageException {
        return HttpMethod.PRI.is(request.getMethod())
                        || (isUpgradable(request.getHttpFields()) && !proxies.trust(endPoint.getRemoteSocketAddress()))
                ? super.upgradeConnection(connector, endPoint, request, response)
                : null;
    }

    /**
     * Whether nothing follows the head that would be taken for HTTP/2. A proxy that passes such a question on for a client
     * of its own would then let through whatever that client sends: who is trusted is not given the chance.
     */
    private static boolean isUpgradable(HttpFields head) {
        List<String> settings = head.getValuesList(HttpHeader.HTTP2_SETTINGS);
        return !head.contains(HttpHeader.TRANSFER_ENCODING)
                && head.getLongField(HttpHeader.CONTENT_LENGTH) <= 0
                && settings.size() == 1
                && SETTINGS.matcher(settings.get(0)).matches();
    }
}
