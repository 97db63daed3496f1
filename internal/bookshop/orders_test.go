package bookshop_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	delivery = `"delivery": {"recipient": "R", "street": "S 1", "postcode": "1", "city": "C", "country": "NL"}`
	voucher  = `"payment": {"method": "voucher", "code": "GIFT-2026-READ"}`
	card     = `"payment": {"method": "card", "holder": "R", "number": "4111111111111111", "expires": "09/31", "securityCode": "123"}`
)

func TestCreateOrder(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("POST /orders",
		`{"lines": [{"bookId": "bk-101", "quantity": 2}, {"bookId": "bk-107", "quantity": 1, "giftWrap": true}], `+delivery+`, `+card+`}`,
		readerToken).want(201)
	require.Equal(t, "/v1/orders/or-106", answer.Header.Get("Location"))
	require.Equal(t, "24.79", answer.at("total"))
	require.Equal(t, "cu-101", answer.at("customerId"))
	require.Equal(t, "The Time Machine", answer.at("lines.1.title"))
	require.Equal(t, "1111", answer.at("payment.lastFour"))
	require.NotContains(t, answer.Text, "4111111111111111")
	require.NotContains(t, answer.Text, "securityCode")
	require.Equal(t, answer.Text, v.send("GET /orders/or-106", "", readerToken).want(200).Text)
	require.Equal(t, "12", v.send("GET /books/bk-101", "").at("stock"))

	cancelled := v.send("POST /orders/or-106/cancel", `{"reason": "too many"}`, readerToken).want(200)
	require.Equal(t, "cancelled", cancelled.at("status"))
	require.Equal(t, "too many", cancelled.at("cancelReason"))
	require.Equal(t, "14", v.send("GET /books/bk-101", "").at("stock"))
	v.send("POST /orders/or-106/cancel", "", readerToken).want(409)
	v.send("POST /orders/or-104/cancel", "", readerToken).want(200) // a reason is not needed
}

func TestCreateOrderHoldsTheStock(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	two := `{"lines": [{"bookId": "bk-102", "quantity": 2}, {"bookId": "bk-102", "quantity": 2}], ` + delivery + `, ` + voucher + `}`
	v.send("POST /orders", two, readerToken).want(409) // there are three
	require.Equal(t, "3", v.send("GET /books/bk-102", "").at("stock"))
}

func TestCreateOrderOnceForEachKey(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	one := `{"lines": [{"bookId": "bk-101", "quantity": 1}], ` + delivery + `, ` + voucher + `}`
	key := header("Idempotency-Key", "basket-7")
	first := v.send("POST /orders", one, readerToken, key).want(201)
	again := v.send("POST /orders", one, readerToken, key).want(201)
	require.Equal(t, first.Text, again.Text)
	other := v.send("POST /orders", one, readerToken).want(201)
	require.NotEqual(t, first.at("id"), other.at("id"))
	require.NotEqual(t, other.at("id"), v.send("POST /orders", one, readerToken).want(201).at("id"))
}

func TestCreateOrderNamesBadFields(t *testing.T) {
	t.Parallel()
	line := `{"lines": [{"bookId": "bk-101", "quantity": 1}], ` + delivery
	for name, test := range map[string]struct {
		body   string
		fields []string
	}{
		"nothing":       {`{}`, []string{"lines", "delivery", "payment"}},
		"lines":         {`{"lines": [{"bookId": "bk-101", "quantity": 1}, {"quantity": 21}], ` + delivery + `,` + voucher + `}`, []string{"lines.1.bookId", "lines.1.quantity"}},
		"unknown book":  {`{"lines": [{"bookId": "bk-999", "quantity": 1}], ` + delivery + `,` + voucher + `}`, []string{"lines.0.bookId"}},
		"address":       {`{"lines": [{"bookId": "bk-101", "quantity": 1}], "delivery": {"recipient": "R", "country": "nl"}, ` + voucher + `}`, []string{"delivery.street", "delivery.postcode", "delivery.city", "delivery.country"}},
		"method":        {line + `, "payment": {"method": "shells"}}`, []string{"payment.method"}},
		"no method":     {line + `, "payment": {"code": "GIFT-2026-READ"}}`, []string{"payment.method"}},
		"card":          {line + `, "payment": {"method": "card", "number": "12", "expires": "13/31"}}`, []string{"payment.holder", "payment.number", "payment.expires", "payment.securityCode"}},
		"transfer":      {line + `, "payment": {"method": "transfer", "holder": "R", "iban": "12"}}`, []string{"payment.iban"}},
		"voucher":       {line + `, "payment": {"method": "voucher", "code": "x"}}`, []string{"payment.code"}},
		"wrong payment": {line + `, "payment": "cash"}`, []string{"payment"}},
		"wrong holder":  {line + `, "payment": {"method": "card", "holder": 7}}`, []string{"payment.holder"}},
		"wrong line":    {`{"lines": [{"bookId": "bk-101", "quantity": "two"}], ` + delivery + `,` + voucher + `}`, []string{"lines.quantity"}},
		"rest":          {line + `, ` + voucher + `, "deliverOn": "tomorrow", "notifyUrl": "here"}`, []string{"deliverOn", "notifyUrl"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t)
			answer := v.send("POST /orders", test.body, readerToken).want(422)
			require.Equal(t, test.fields, answer.faults(), answer.Text)
			require.Equal(t, "14", v.send("GET /books/bk-101", "").at("stock"))
		})
	}
}

func TestOrdersAreSeenByTheirReaderAndTheShop(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	require.Equal(t, []string{"or-105", "or-104", "or-101"}, v.send("GET /orders", "", readerToken).want(200).column("id"))
	require.Equal(t, "5", v.send("GET /orders", "", shopKey).want(200).at("total"))
	v.send("GET /orders/or-102", "", readerToken).want(404)
	v.send("GET /orders/or-102", "", shopKey).want(200)
	v.send("POST /orders/or-103/cancel", "", readerToken).want(404)

	require.Equal(t, []string{"or-104"}, v.send("GET /orders?status=placed", "", shopKey).column("id"))
	require.Equal(t, []string{"or-103", "or-102"}, v.send("GET /orders?placedFrom=2026-03-04&placedTo=2026-03-07", "", shopKey).column("id"))
	v.send("GET /orders?status=lost", "", shopKey).want(400)
	v.send("GET /orders?placedFrom=now", "", shopKey).want(400)
}
