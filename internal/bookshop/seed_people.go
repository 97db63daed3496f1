package bookshop

// The people are made up. Their addresses end in .example, which nobody has.

var firstCustomers = []customer{
	{customerFields: customerFields{
		Name: "Robin Reader", Email: "robin@reader.example", Phone: known("+31201234567"),
		Birthday: known("1990-06-16"), Newsletter: true, Favourites: []string{"mystery", "science-fiction"},
		Address: &address{"Robin Reader", "12 Harbour Lane", "1011 AB", "Amsterdam", "NL"},
	}},
	{customerFields: customerFields{
		Name: "Ada Quill", Email: "ada@quill.example", Newsletter: true, Favourites: []string{"poetry"},
		Address: &address{"Ada Quill", "3 Mill Street", "D02 XY45", "Dublin", "IE"},
	}},
	{customerFields: customerFields{
		Name: "Tomas Inkwell", Email: "tomas@inkwell.example", Phone: known("+420212345678"),
		Birthday: known("1978-11-30"), Favourites: []string{"history", "philosophy"},
		Address: &address{"Tomas Inkwell", "Riverside 8", "110 00", "Prague", "CZ"},
	}},
	{customerFields: customerFields{
		Name: "Mina Foxglove", Email: "mina@foxglove.example", Favourites: []string{},
	}},
	{customerFields: customerFields{
		Name: "Bea Marginalia", Email: "bea@marginalia.example", Newsletter: true, Favourites: []string{"children", "fiction"},
		Address: &address{"Bea Marginalia", "Little Square 1", "75004", "Paris", "FR"},
	}},
	{customerFields: customerFields{
		Name: "Otto Footnote", Email: "otto@footnote.example", Favourites: []string{"history"},
	}},
	{customerFields: customerFields{
		Name: "Lena Spine", Email: "lena@spine.example", Phone: known("+4930123456"), Newsletter: true, Favourites: []string{"fiction"},
		Address: &address{"Lena Spine", "Garden Row 27", "10115", "Berlin", "DE"},
	}},
	{customerFields: customerFields{
		Name: "Ivo Dogear", Email: "ivo@dogear.example", Birthday: known("2001-02-03"), Favourites: []string{},
	}},
}

// The first book has more reviews than are shown at once, so that there is
// something to read on to.
var firstReviews = []review{
	{BookID: "bk-101", customerID: "cu-102", reviewFields: reviewFields{Rating: 5, Title: "Sharp as ever", Text: "Every sentence has a second one folded inside."}},
	{BookID: "bk-101", customerID: "cu-103", reviewFields: reviewFields{Rating: 3, Text: "Clever, but I kept losing count of the sisters."}},
	{BookID: "bk-101", customerID: "cu-104", reviewFields: reviewFields{Rating: 4, Title: "Better than the ball", Text: "The letter alone is worth the price."}},
	{BookID: "bk-101", customerID: "cu-105", reviewFields: reviewFields{Rating: 5, Title: "Again!", Text: "I finished it and turned back to page one."}},
	{BookID: "bk-101", customerID: "cu-106", reviewFields: reviewFields{Rating: 2, Text: "A great deal of walking and very little weather."}},
	{BookID: "bk-101", customerID: "cu-107", reviewFields: reviewFields{Rating: 5, Title: "My comfort book", Text: "The spine is broken in four places."}},
	{BookID: "bk-101", customerID: "cu-108", reviewFields: reviewFields{Rating: 4, Title: "Funny", Text: "Nobody had told me that it is funny."}},
	{BookID: "bk-104", customerID: "cu-102", reviewFields: reviewFields{Rating: 5, Title: "Poor creature", Text: "I was on his side from the first page.", Spoiler: true}},
	{BookID: "bk-104", customerID: "cu-101", reviewFields: reviewFields{Rating: 4, Text: "Do not read it in a thunderstorm. Or do."}},
	{BookID: "bk-110", customerID: "cu-103", reviewFields: reviewFields{Rating: 5, Title: "Fog and footprints", Text: "I now walk round the moor, not across."}},
	{BookID: "bk-111", customerID: "cu-105", reviewFields: reviewFields{Rating: 5, Title: "For all ages", Text: "The children laughed, and I laughed elsewhere."}},
	{BookID: "bk-113", customerID: "cu-103", reviewFields: reviewFields{Rating: 4, Title: "A page a day", Text: "Best with the first coffee."}},
	{BookID: "bk-119", customerID: "cu-104", reviewFields: reviewFields{Rating: 4, Text: "Do not lend him your car."}},
}

var firstOrders = []order{
	{
		CustomerID: "cu-101", Status: "delivered", orderFields: orderFields{Lines: []orderLine{{BookID: "bk-104", Quantity: 1}}},
		Payment: cardPayment{Method: "card", Holder: "Robin Reader", Expires: "09/31", LastFour: "1111"}, TrackingURL: known("https://parcels.example/track/7F3K2"),
	},
	{
		CustomerID: "cu-103", Status: "shipped", orderFields: orderFields{Lines: []orderLine{{BookID: "bk-113", Quantity: 1}, {BookID: "bk-120", Quantity: 1}}},
		Payment: transferPayment{Method: "transfer", Holder: "Tomas Inkwell", IBAN: "CZ6508000000192000145399"}, TrackingURL: known("https://parcels.example/track/9Q1ZD"),
	},
	{
		CustomerID: "cu-105", Status: "paid", orderFields: orderFields{Lines: []orderLine{{BookID: "bk-117", Quantity: 2, GiftWrap: true}}, GiftMessage: "Happy birthday, both of you."},
		Payment: voucherPayment{Method: "voucher", Code: "GIFT-2026-READ"},
	},
	{
		CustomerID: "cu-101", Status: "placed", orderFields: orderFields{Lines: []orderLine{{BookID: "bk-110", Quantity: 1}, {BookID: "bk-107", Quantity: 1}}, DeliverOn: known("2026-03-31")},
		Payment: transferPayment{Method: "transfer", Holder: "Robin Reader", IBAN: "NL02ABNA0123456789"},
	},
	{
		CustomerID: "cu-101", Status: "cancelled", orderFields: orderFields{Lines: []orderLine{{BookID: "bk-108", Quantity: 3}}},
		Payment: voucherPayment{Method: "voucher", Code: "BOOK-CLUB-0007"}, CancelReason: "Found my old copy.",
	},
}
