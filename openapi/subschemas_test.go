package openapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

func TestRefsListsEachNameOnceAndEndsInACircle(t *testing.T) {
	t.Parallel()
	ref := func(name string) *openapi.Schema { return &openapi.Schema{Ref: name} }
	s := &openapi.Schema{
		Properties:    []openapi.Property{{Name: "a", Schema: ref("A")}, {Name: "b", Schema: &openapi.Schema{Items: ref("B")}}},
		OneOf:         []*openapi.Schema{ref("A"), ref("C")},
		Discriminator: &openapi.Discriminator{Mapping: []openapi.DiscriminatorValue{{Value: "d", Ref: "D"}}},
	}
	s.Not = s // only by hand
	require.Equal(t, []string{"D", "A", "B", "C"}, s.Refs())
	require.Empty(t, (*openapi.Schema)(nil).Refs())
}
