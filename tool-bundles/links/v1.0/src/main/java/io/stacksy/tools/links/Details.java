package io.stacksy.tools.links;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;

/** What a caller may say of a link besides its target and its end: in this version nothing. */
record Details() {
    /** The columns that it is stored in. */
    static final List<String> COLUMNS = List.of();

    static Details of(NewLink given) {
        return new Details();
    }

    static Details read(ResultSet row) {
        return new Details();
    }

    /** Sets {@link #COLUMNS} from {@code first} on, and returns the number after the last. */
    int bind(PreparedStatement statement, int first) {
        return first;
    }
}
