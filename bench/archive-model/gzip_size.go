// Prints how many bytes Go's gzip, at its default level, makes of standard input: what an engine's push does with a layer.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
)

type counter struct{ bytes int64 }

func (c *counter) Write(part []byte) (int, error) {
	c.bytes += int64(len(part))
	return len(part), nil
}

func main() {
	sink := &counter{}
	writer := gzip.NewWriter(sink)
	if _, err := io.Copy(writer, bufio.NewReaderSize(os.Stdin, 1<<20)); err != nil {
		log.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(sink.bytes)
}
