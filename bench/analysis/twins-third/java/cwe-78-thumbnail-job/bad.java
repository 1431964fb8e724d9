package media.thumbs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Takes one line per job, "title;page", and prints the sheet of that page. */
public class ThumbnailServer {

    private static final File SHEETS = new File("/srv/sheets");
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final int port;

    public ThumbnailServer(int port) {
        this.port = port;
    }

    public void serve() throws IOException {
        try (ServerSocket server = new ServerSocket(port)) {
            while (!Thread.currentThread().isInterrupted()) {
                Socket client = server.accept();
                pool.submit(() -> handle(client));
            }
        } finally {
            pool.shutdown();
        }
    }

    private void handle(Socket socket) {
        try (Socket client = socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(client.getOutputStream(), true)) {
            client.setSoTimeout(10_000);
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String[] parts = line.split(";", 2);
            if (parts.length < 2) {
                out.println("error");
                return;
            }
            Job job = new Job(parts[0], Integer.parseInt(parts[1].trim()));
            out.println(run(job) == 0 ? "done" : "failed");
        } catch (IOException | NumberFormatException e) {
            System.err.println("job failed: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(Job job) throws IOException, InterruptedException {
        List<String> command = job.command();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(SHEETS);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static final class Job {
        private final String title;
        private final int page;

        Job(String title, int page) {
            this.title = title;
            this.page = page;
        }

        List<String> command() {
            String source = "book.pdf[" + page + "]";
            String convert = "convert " + source + " -label \"" + title + "\" sheet-" + page + ".png";
            return Arrays.asList("/bin/sh", "-c", convert);
        }
    }

    public static void main(String[] args) throws IOException {
        new ThumbnailServer(7070).serve();
    }
}
