package bookshop

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

var inks = []color.RGBA{
	{0x1f, 0x3a, 0x5f, 0xff},
	{0x8c, 0x2f, 0x39, 0xff},
	{0x2f, 0x5d, 0x50, 0xff},
	{0x5b, 0x3e, 0x66, 0xff},
	{0xb0, 0x6a, 0x2c, 0xff},
	{0x2a, 0x6f, 0x7f, 0xff},
	{0x4a, 0x4e, 0x69, 0xff},
}

// drawCover draws the cover of the n-th book: cloth of one colour, a frame, and
// a few bands that differ from book to book.
func drawCover(n int) []byte {
	const width, height = 120, 180
	paper := color.RGBA{0xf4, 0xec, 0xd8, 0xff}
	cloth, band := inks[n%len(inks)], inks[(n*3+2)%len(inks)]
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{cloth, paper, band})
	for y := range height {
		for x := range width {
			edge := min(x, y, width-1-x, height-1-y)
			inLabel := y >= 34 && y < 70 && edge >= 18
			inBand := y >= 86 && edge >= 14 && (y-86)%(10+n%5*3) < 4+n%3
			switch {
			case edge >= 6 && edge < 8, inLabel:
				img.SetColorIndex(x, y, 1)
			case inBand:
				img.SetColorIndex(x, y, 2)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil // a buffer takes everything
	}
	return out.Bytes()
}
