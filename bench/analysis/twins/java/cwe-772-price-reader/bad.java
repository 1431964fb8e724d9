import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

public class PriceReader {
    public Map<String, Long> read(String file) throws IOException {
        Map<String, Long> prices = new HashMap<>();
        BufferedReader reader = new BufferedReader(new FileReader(file));
        String line;
        while ((line = reader.readLine()) != null) {
            String[] parts = line.split(";");
            prices.put(parts[0], Long.parseLong(parts[1]));
        }
        return prices;
    }
}
