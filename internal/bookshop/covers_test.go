package bookshop_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type part struct{ name, file, value string }

// upload sends a form to the cover of bk-103, which has none at first.
func (v *visitor) upload(parts ...part) reply {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range parts {
		if p.file == "" {
			require.NoError(v.t, form.WriteField(p.name, p.value))
			continue
		}
		w, err := form.CreateFormFile(p.name, p.file)
		require.NoError(v.t, err)
		_, err = w.Write([]byte(p.value))
		require.NoError(v.t, err)
	}
	require.NoError(v.t, form.Close())
	r := httptest.NewRequestWithContext(v.t.Context(), "PUT", "/v1/books/bk-103/cover", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	shopKey(r)
	return v.round(r)
}

func picture(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	return out.String()
}

func TestUploadCover(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	v.send("GET /books/bk-103/cover", "").want(404)
	require.Equal(t, "<nil>", v.send("GET /books/bk-103", "").at("coverUrl"))

	photo := picture(t)
	answer := v.upload(part{"file", "cover.png", photo}, part{"caption", "", "A letter"}).want(200)
	require.Equal(t, "image/jpeg", answer.at("contentType"), "what it is, whatever its name says")
	require.Equal(t, "A letter", answer.at("caption"))
	got := v.send("GET /books/bk-103/cover", "").want(200)
	require.Equal(t, "image/jpeg", got.Header.Get("Content-Type"))
	require.Equal(t, photo, got.Text)
	require.Equal(t, "http://example.com/v1/books/bk-103/cover", v.send("GET /books/bk-103", "").at("coverUrl"))
}

func TestUploadCoverRefuses(t *testing.T) {
	t.Parallel()
	photo := picture(t)
	for name, test := range map[string]struct {
		parts  []part
		status int
	}{
		"no file":      {[]part{{"caption", "", "A letter"}}, 422},
		"text":         {[]part{{"file", "cover.png", "<svg onload=alert(1)>"}}, 415},
		"too large":    {[]part{{"file", "cover.jpg", photo + strings.Repeat("x", 2<<20)}}, 413},
		"much too big": {[]part{{"file", "cover.jpg", photo + strings.Repeat("x", 3<<20)}}, 413},
		"long caption": {[]part{{"file", "cover.jpg", photo}, {"caption", "", strings.Repeat("x", 201)}}, 422},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t)
			v.upload(test.parts...).want(test.status)
			v.send("GET /books/bk-103/cover", "").want(404)
		})
	}
	newVisitor(t).send("PUT /books/bk-103/cover", "x", shopKey, header("Content-Type", "image/png")).want(415)
	newVisitor(t).send("PUT /books/bk-103/cover", "x", shopKey, header("Content-Type", "multipart/form-data")).want(400)
}

func TestSeededCoversArePictures(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	first, second := v.send("GET /books/bk-101/cover", ""), v.send("GET /books/bk-102/cover", "")
	for _, answer := range []reply{first, second} {
		answer.want(200)
		require.Equal(t, "image/png", answer.Header.Get("Content-Type"))
		_, err := png.Decode(strings.NewReader(answer.Text))
		require.NoError(t, err)
	}
	require.NotEqual(t, first.Text, second.Text)
}
