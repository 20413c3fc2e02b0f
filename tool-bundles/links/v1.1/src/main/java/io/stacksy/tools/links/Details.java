package io.stacksy.tools.links;

import io.stacksy.tool.ToolException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a caller may say of a link besides its target and its end: what it is about. */
record Details(Optional<String> title) {
    /** The columns that it is stored in. */
    static final List<String> COLUMNS = List.of("title");

    private static final int TITLE_MAX = 200;

    static Details of(NewLink given) {
        return new Details(Optional.ofNullable(given.title()).map(Details::checked));
    }

    static Details read(ResultSet row) throws SQLException {
        return new Details(Optional.ofNullable(row.getString("title")));
    }

    /** Sets {@link #COLUMNS} from {@code first} on, and returns the number after the last. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, title.orElse(null));
        return first + COLUMNS.size();
    }

    static String checked(String title) {
        if (title.codePointCount(0, title.length()) > TITLE_MAX) {
            throw ToolException.invalid("title", "must have at most " + TITLE_MAX + " characters");
        }
        if (title.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw ToolException.invalid("title", "must have no control characters");
        }
        return title;
    }
}
