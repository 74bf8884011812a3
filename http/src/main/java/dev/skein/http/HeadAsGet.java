package dev.skein.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Answers HEAD as GET, of whose body Jetty sends nothing but the length. Javalin would say 200 to every address that GET
 * knows, without asking the handler: of a tweet that is not there, or a server that is not ready.
 */
final class HeadAsGet implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        chain.doFilter(http.getMethod().equals("HEAD") ? new Get(http) : http, response);
    }

    private static final class Get extends HttpServletRequestWrapper {
        Get(HttpServletRequest head) {
            super(head);
        }

        @Override
        public String getMethod() {
            return "GET";
        }
    }
}
