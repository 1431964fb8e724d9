package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
)

type rates map[string]float64

func read(in io.Reader) (rates, error) {
	reader := csv.NewReader(in)
	reader.FieldsPerRecord = 2
	found := rates{}
	var err error
	for {
		var record []string
		record, err = reader.Read()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			break
		}
		rate, err := strconv.ParseFloat(record[1], 64)
		if err != nil {
			break
		}
		found[record[0]] = rate
	}
	return found, err
}

func main() {
	found, err := read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rates:", err)
		os.Exit(1)
	}
	for currency, rate := range found {
		fmt.Printf("%s\t%.4f\n", currency, rate)
	}
}
