import java.util.LinkedHashMap;
import java.util.Map;

public class Geocoder {
    private static final Map<String, double[]> CACHE = new LinkedHashMap<>();

    public static synchronized double[] locate(String address) {
        double[] known = CACHE.get(address);
        if (known == null) {
            known = compute(address);
            CACHE.put(address, known);
        }
        return known;
    }

    private static double[] compute(String address) {
        return new double[] {address.length() % 90, address.hashCode() % 180};
    }
}
