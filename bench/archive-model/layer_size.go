// Writes the entries that standard input describes as an engine writes a layer's archive, compresses it by Go's gzip at
// its default level, as an engine's push does, and prints how many bytes come out.
//
// Standard input: for each entry a line `BYTES PATH`, then so many bytes of content; a folder's path ends with a slash.
package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"
	"time"
)

type counter struct{ bytes int64 }

func (c *counter) Write(part []byte) (int, error) {
	c.bytes += int64(len(part))
	return len(part), nil
}

// As github.com/docker/docker/pkg/archive makes them: PAX, the file's kind among the bits of its mode, no names of owners.
func header(path string, bytes int64) *tar.Header {
	made := time.Unix(1_764_000_000, 0)
	if strings.HasSuffix(path, "/") {
		return &tar.Header{Typeflag: tar.TypeDir, Name: path, Mode: 0o040755, ModTime: made, Format: tar.FormatPAX}
	}
	return &tar.Header{Typeflag: tar.TypeReg, Name: path, Size: bytes, Mode: 0o100644, ModTime: made, Format: tar.FormatPAX}
}

func copyEntries(from *bufio.Reader, to *tar.Writer) error {
	for {
		line, err := from.ReadString('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		size, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		bytes, err := strconv.ParseInt(size, 10, 64)
		if err != nil {
			return err
		}
		if err := to.WriteHeader(header(path, bytes)); err != nil {
			return err
		}
		if _, err := io.CopyN(to, from, bytes); err != nil {
			return err
		}
	}
}

func main() {
	sink := &counter{}
	zipped := gzip.NewWriter(sink)
	archive := tar.NewWriter(zipped)
	if err := copyEntries(bufio.NewReaderSize(os.Stdin, 1<<20), archive); err != nil {
		log.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		log.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(sink.bytes)
}
