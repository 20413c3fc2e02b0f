package io.stacksy.docs;

import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The page of the API, and the files it is made of, for all. Thread-safe. */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + PageEndpoint.ROOT)
public final class PageEndpoint implements FixedEndpoint {
    static final String ROOT = "/docs";

    /** Scripts, styles and requests of this node alone, and none that stand in the page itself. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final PageFiles files = PageFiles.ofBundle();
    private final FixedOperations operations = FixedOperations.at(ROOT)
            .and(
                    ROOT + "/{file}",
                    files.names().stream().map(PageEndpoint::path).toList());

    @Activate
    public PageEndpoint() {}

    private static String path(String name) {
        return ROOT + "/" + name;
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        String name = path.equals(ROOT) ? PageFiles.PAGE : path.substring(ROOT.length() + 1);
        response.setHeader("Cache-Control", files.isLasting(name) ? FOR_GOOD : ASK_AGAIN);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        files.read(name).answer(request, response);
    }
}
