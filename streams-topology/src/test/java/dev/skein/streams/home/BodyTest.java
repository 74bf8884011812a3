package dev.skein.streams.home;

import static dev.skein.streams.Given.tweet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.tweet.Tweet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyTest {
    @TempDir
    private Path folder;

    /** As after a restart: the process that loads a snapshot has written no tweet yet, and may not know its author. */
    @Test
    void anotherProcessReadsWhatThisOneWrote() throws IOException, InterruptedException {
        Tweet tweet = tweet(7, 1).build();
        Body body = new Body(ToldTweet.of(tweet), new People().learn(tweet.getAuthor()));
        ByteBuffer record = ByteBuffer.allocate(body.recordBytes());
        body.write(record);
        Path file = Files.write(folder.resolve("body"), record.array());
        Path answer = folder.resolve("answer");

        Process reader = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();

        assertThat(reader.waitFor()).as(Files.readString(answer)).isZero();
        assertThat(Files.readString(answer)).endsWith(tweet.getText());
    }

    /** The other process. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws IOException {
            Body body = Body.read(ByteBuffer.wrap(Files.readAllBytes(Path.of(args[0]))), new People());
            System.out.write(body.tweet().getText().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
