package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.route.Admission;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The request as an endpoint sees it: with the path it was routed by, the identity that was established, and without
 * what a client could forge. There are no sessions.
 */
final class EndpointRequest extends HttpServletRequestWrapper {
    private final Exchange exchange;
    private final EndpointResponse response;
    private final Target target;
    private final Admission admission;
    private final Optional<PublicUrl> publicUrl;
    private final long maxBodyBytes;
    private final LongSupplier ticker;
    private @Nullable RequestBody body;

    EndpointRequest(
            Exchange exchange,
            EndpointResponse response,
            Target target,
            Admission admission,
            Optional<PublicUrl> publicUrl,
            long maxBodyBytes,
            LongSupplier ticker) {
        super(exchange.request());
        this.exchange = exchange;
        this.response = response;
        this.target = target;
        this.admission = admission;
        this.publicUrl = publicUrl;
        this.maxBodyBytes = maxBodyBytes;
        this.ticker = ticker;
    }

    /** Attaches what was established, for the endpoint to read. */
    void admit() {
        admission.attach(this);
    }

    /** Whether the client itself is on this machine, not only a proxy that speaks for it. */
    boolean isLocal() {
        HttpServletRequest request = exchange.request();
        return HiddenHeaders.isDirect(request) && Loopback.isLoopback(request.getRemoteAddr());
    }

    @Override
    public String getContextPath() {
        return "";
    }

    @Override
    public String getServletPath() {
        return target.base();
    }

    @Override
    public String getPathInfo() {
        return SafePath.decoded(target.path());
    }

    @Override
    public String getRequestURI() {
        return target.base() + target.path();
    }

    @Override
    public String getRemoteAddr() {
        return exchange.client().address();
    }

    @Override
    public String getRemoteHost() {
        return getRemoteAddr();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(url().origin()).append(getRequestURI());
    }

    @Override
    public String getScheme() {
        return url().scheme();
    }

    @Override
    public boolean isSecure() {
        return url().isSecure();
    }

    @Override
    public String getServerName() {
        return url().host();
    }

    @Override
    public int getServerPort() {
        return url().port();
    }

    private PublicUrl url() {
        return publicUrl.orElseGet(() -> PublicUrl.seenBy(exchange.client(), exchange.request()));
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (name.equalsIgnoreCase(RequestId.HEADER)) {
            return exchange.requestId();
        }
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (name.equalsIgnoreCase(RequestId.HEADER)) {
            return Collections.enumeration(Collections.singleton(exchange.requestId()));
        }
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList());
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    /** A tool does not get the credential that the gateway has checked: it could use it as the caller. */
    private boolean isHidden(String name) {
        return HiddenHeaders.contains(name)
                || (target.lease().isPresent()
                        && admission.identity().isPresent()
                        && (name.equalsIgnoreCase(Access.AUTHORIZATION) || name.equalsIgnoreCase(Access.API_KEY)));
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return admission
                .identity()
                .<Principal>map(identity -> new Signed(identity.name()))
                .orElse(null);
    }

    private record Signed(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    @Override
    public @Nullable String getRemoteUser() {
        return admission.identity().map(Identity::name).orElse(null);
    }

    @Override
    public @Nullable String getAuthType() {
        return admission.identity().map(identity -> "Bearer").orElse(null);
    }

    @Override
    public boolean isUserInRole(String role) {
        return admission.grants().test(role);
    }

    private RequestBody body() throws IOException {
        if (body == null) {
            body = new RequestBody(new BoundedInput(super.getInputStream(), maxBodyBytes, exchange, ticker));
        }
        return body;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return body().input();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return body().reader(getCharacterEncoding());
    }

    /** Reads the whole body, which the endpoint then gets all the same. */
    byte[] readAhead() throws IOException {
        return body().readAhead(super::getAsyncContext);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        if (create) {
            throw new IllegalStateException("there are no sessions");
        }
        return null;
    }

    @Override
    public @Nullable HttpSession getSession() {
        return getSession(true);
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest wrapped, ServletResponse wrappedResponse) {
        AsyncContext context = super.startAsync(wrapped, wrappedResponse);
        exchange.goAsync(context, this::detach);
        return new EndpointAsync(context, response);
    }

    private void detach() {
        setRequest(Gone.REQUEST);
        response.setResponse(Gone.RESPONSE);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new EndpointAsync(super.getAsyncContext(), response);
    }
}
