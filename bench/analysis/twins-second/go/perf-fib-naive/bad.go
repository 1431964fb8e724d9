package main

import "fmt"

var known = map[int]int{}

func rabbits(month int) int {
	if month < 2 {
		return 1
	}
	return rabbits(month-1) + rabbits(month-2)
}

func main() {
	fmt.Println(rabbits(45), len(known))
}
