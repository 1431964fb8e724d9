import java.util.List;

public class CsvExport {
    public record Row(long id, String name, long cents) {}

    public String export(List<Row> rows) {
        StringBuilder csv = new StringBuilder("id;name;cents\n");
        for (Row row : rows) {
            csv.append(row.id()).append(';').append(row.name()).append(';').append(row.cents()).append('\n');
        }
        return csv.toString();
    }
}
