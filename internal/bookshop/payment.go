package bookshop

import (
	"encoding/json"
	"regexp"
)

var (
	cardForm    = regexp.MustCompile(`^[0-9]{12,19}$`)
	expiryForm  = regexp.MustCompile(`^(0[1-9]|1[0-2])/[0-9]{2}$`)
	codeForm    = regexp.MustCompile(`^[0-9]{3,4}$`)
	ibanForm    = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	voucherForm = regexp.MustCompile(`^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$`)
)

// payment is one of cardPayment, transferPayment and voucherPayment.
type payment interface {
	// check reports what is wrong, and drops what the shop must not keep.
	check(c *check) payment
}

type cardPayment struct {
	Method       string `json:"method"`
	Holder       string `json:"holder"`
	Number       string `json:"number,omitempty"`
	Expires      string `json:"expires"`
	SecurityCode string `json:"securityCode,omitempty"`
	LastFour     string `json:"lastFour"`
}

type transferPayment struct {
	Method string `json:"method"`
	Holder string `json:"holder"`
	IBAN   string `json:"iban"`
}

type voucherPayment struct {
	Method string `json:"method"`
	Code   string `json:"code"`
}

// readPayment reads the payment that the property method names.
func readPayment(raw json.RawMessage, c *check) (payment, error) {
	var kind struct {
		Method string `json:"method"`
	}
	if !c.need(len(raw) > 0 && string(raw) != "null", "payment", "is required") {
		return nil, nil
	}
	if err := decode(raw, &kind); err != nil {
		return nil, inside("payment", err)
	}
	var p payment
	var err error
	switch kind.Method {
	case "card":
		p, err = read[cardPayment](raw)
	case "transfer":
		p, err = read[transferPayment](raw)
	case "voucher":
		p, err = read[voucherPayment](raw)
	default:
		c.oneOf("payment.method", kind.Method, []string{"card", "transfer", "voucher"})
		return nil, nil
	}
	if err != nil {
		return nil, inside("payment", err)
	}
	return p.check(c), nil
}

func read[P payment](raw json.RawMessage) (payment, error) {
	var p P
	err := decode(raw, &p)
	return p, err
}

func (p cardPayment) check(c *check) payment {
	c.text("payment.holder", p.Holder, 120)
	number := c.match("payment.number", p.Number, cardForm, "12 to 19 digits")
	c.match("payment.expires", p.Expires, expiryForm, "month and year such as 09/31")
	c.match("payment.securityCode", p.SecurityCode, codeForm, "3 or 4 digits")
	p.LastFour = ""
	if number {
		p.LastFour = p.Number[len(p.Number)-4:]
	}
	p.Number, p.SecurityCode = "", ""
	return p
}

func (p transferPayment) check(c *check) payment {
	c.text("payment.holder", p.Holder, 120)
	c.match("payment.iban", p.IBAN, ibanForm, "an IBAN such as NL02ABNA0123456789")
	return p
}

func (p voucherPayment) check(c *check) payment {
	c.match("payment.code", p.Code, voucherForm, "a code such as GIFT-2026-READ")
	return p
}
