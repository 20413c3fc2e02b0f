package io.stacksy.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An answer to HEAD that leaves the length out where the answer to GET would be compressed and have another. */
final class BareHead extends HttpStream.Wrapper {
    static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());

    BareHead(HttpStream stream) {
        super(stream);
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (response == null || !Compression.suits(response.getHttpFields())) {
            super.send(request, response, last, content, callback);
        } else if (last) {
            // in two steps, as Jetty puts in a length where the end of the body is known at its beginning
            super.send(
                    request,
                    bare(response),
                    false,
                    null,
                    Callback.from(() -> end(request, callback), callback::failed));
        } else {
            super.send(request, bare(response), false, null, callback);
        }
    }

    private void end(MetaData.Request request, Callback callback) {
        super.send(request, null, true, null, callback);
    }

    private static MetaData.Response bare(MetaData.Response response) {
        HttpFields fields = HttpFields.build(response.getHttpFields())
                .remove(HttpHeader.CONTENT_LENGTH)
                .asImmutable();
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                fields,
                -1,
                response.getTrailersSupplier());
    }
}
