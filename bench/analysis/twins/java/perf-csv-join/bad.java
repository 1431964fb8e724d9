import java.util.List;

public class CsvExport {
    public record Row(long id, String name, long cents) {}

    public String export(List<Row> rows) {
        String csv = "id;name;cents\n";
        for (Row row : rows) {
            csv += row.id() + ";" + row.name() + ";" + row.cents() + "\n";
        }
        return csv;
    }
}
