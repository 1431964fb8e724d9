import java.util.List;

public class CsvWriter {
    public String write(List<String[]> rows) {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            text.append(String.join(",", row)).append('\n');
        }
        return text.toString();
    }

    public String header(String first, String second) {
        String text = first;
        text += "," + second;
        return text;
    }
}
