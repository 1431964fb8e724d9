package freight.quotes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Asks all carriers for a price and takes the lowest. */
public class FreightQuotes implements AutoCloseable {

    public static final class Quote {
        private final String carrier;
        private final long cents;

        Quote(String carrier, long cents) {
            this.carrier = carrier;
            this.cents = cents;
        }

        public String carrier() {
            return carrier;
        }

        public long cents() {
            return cents;
        }
    }

    private final ExecutorService pool = Executors.newFixedThreadPool(8);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final List<String> carriers;

    public FreightQuotes(List<String> carriers) {
        this.carriers = carriers;
    }

    public Optional<Quote> cheapest(int grams, int zone) {
        return carriers.stream()
                .map(carrier -> CompletableFuture.supplyAsync(() -> ask(carrier, grams, zone), pool))
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .min(Comparator.comparingLong(Quote::cents));
    }

    private Quote ask(String carrier, int grams, int zone) {
        URI uri = URI.create(
                "https://" + carrier + ".carriers.example/quote?grams=" + grams + "&zone=" + zone);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).GET().build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return null;
            }
            return new Quote(carrier, Long.parseLong(answer.body().trim()));
        } catch (IOException | NumberFormatException e) {
            System.getLogger("freight").log(System.Logger.Level.WARNING, "no quote of " + carrier, e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
