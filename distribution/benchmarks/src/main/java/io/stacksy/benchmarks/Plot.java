package io.stacksy.benchmarks;

import java.util.List;
import java.util.Locale;

/** Bars, as SVG that is readable on light and on dark ground. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int LABELS = 330;
    private static final int BAR = 20;
    private static final int STEP = 30;
    private static final int TOP = 44;
    private static final int FIGURES = 70;

    private Plot() {}

    static String bars(String title, List<Series> all) {
        double most = all.stream().mapToDouble(Series::cpuMicros).max().orElse(1);
        int height = TOP + STEP * all.size() + 10;
        StringBuilder svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                  <rect width="100%%" height="100%%" fill="#ffffff"/>
                  <text x="10" y="24" font-size="15" font-weight="bold" fill="#222222">%s</text>
                """
                        .formatted(WIDTH, height, escaped(title)));
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            int y = TOP + i * STEP;
            double length = (WIDTH - LABELS - FIGURES) * series.cpuMicros() / most;
            svg.append(String.format(
                    Locale.ROOT,
                    """
                      <text x="%d" y="%d" text-anchor="end" fill="#222222">%s</text>
                      <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
                      <text x="%.1f" y="%d" fill="#222222">%.1f µs</text>
                    """,
                    LABELS - 8,
                    y + BAR - 5,
                    escaped(series.name),
                    LABELS,
                    y,
                    length,
                    BAR,
                    series.name.startsWith("bare") ? "#9aa5b1" : "#2f6fde",
                    LABELS + length + 6,
                    y + BAR - 5,
                    series.cpuMicros()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
