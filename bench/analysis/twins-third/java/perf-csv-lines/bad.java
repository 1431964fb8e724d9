package export;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

public class CsvExport {

    private static final char SEPARATOR = ';';

    public void export(List<List<String>> rows, Writer writer) throws IOException {
        String text = "";
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i > 0) {
                    text += SEPARATOR;
                }
                text += quote(row.get(i));
            }
            text += "\r\n";
        }
        writer.write(text);
    }

    private String quote(String value) {
        if (value.indexOf(SEPARATOR) < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0) {
            return value;
        }
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
