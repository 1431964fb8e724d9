import java.util.List;

public class CsvWriter {
    public String write(List<String[]> rows) {
        String text = "";
        for (String[] row : rows) {
            text += String.join(",", row) + "\n";
        }
        return text;
    }

    public String header(String first, String second) {
        String text = first;
        text += "," + second;
        return text;
    }
}
