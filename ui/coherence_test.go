package ui_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// copyOf copies a plan so that faults can be put into it.
func copyOf(tb testing.TB, plan *ui.Plan) *ui.Plan {
	tb.Helper()
	out := *plan
	out.App = ui.App{}
	require.NoError(tb, json.Unmarshal([]byte(asJSON(tb, plan.App)), &out.App))
	return &out
}

func component(tb testing.TB, s ui.Score, name string) float64 {
	tb.Helper()
	for _, c := range s.Components {
		if c.Name == name {
			return c.Value
		}
	}
	tb.Fatalf("no component %s", name)
	return 0
}

// eachView calls f for a share of the views, chosen by seed.
func eachView(plan *ui.Plan, seed uint64, part float64, f func(r *rand.Rand, v *ui.View)) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range plan.App.Resources {
		for j := range plan.App.Resources[i].Views {
			if r.Float64() < part {
				f(r, &plan.App.Resources[i].Views[j])
			}
		}
	}
}

// faults damage one component each, in a share of the places.
var faults = map[string]func(plan *ui.Plan, seed uint64, part float64){
	"terminology": func(plan *ui.Plan, seed uint64, part float64) {
		eachView(plan, seed, 1, func(r *rand.Rand, v *ui.View) {
			for i := range v.Columns {
				if r.Float64() < part {
					v.Columns[i].Label = fmt.Sprintf("Synonym %d", r.IntN(1000))
				}
			}
			for i := range v.Fields {
				if r.Float64() < part {
					v.Fields[i].Label = fmt.Sprintf("Synonym %d", r.IntN(1000))
				}
			}
		})
	},
	"actions": func(plan *ui.Plan, seed uint64, part float64) {
		eachView(plan, seed, part, func(r *rand.Rand, v *ui.View) {
			v.Title = []string{"Do", "Make", "Handle", "Process", "Perform"}[r.IntN(5)] + " it"
			v.Confirm = ""
		})
	},
	"links": func(plan *ui.Plan, seed uint64, part float64) {
		gone := map[string]bool{}
		eachView(plan, seed, part, func(_ *rand.Rand, v *ui.View) { gone[v.Operation] = true })
		eachView(plan, seed, 1, func(_ *rand.Rand, v *ui.View) {
			v.Links = slices.DeleteFunc(v.Links, func(l ui.Link) bool { return gone[l.Operation] })
		})
	},
	"resources": func(plan *ui.Plan, seed uint64, part float64) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := plan.App.Resources
		for i := range all {
			var stay []ui.View
			for _, v := range all[i].Views {
				if r.Float64() < part {
					to := r.IntN(len(all))
					if to != i {
						all[to].Views = append(all[to].Views, v)
						continue
					}
				}
				stay = append(stay, v)
			}
			all[i].Views = stay
		}
	},
	"agreement": func(plan *ui.Plan, seed uint64, part float64) {
		eachView(plan, seed, part, func(r *rand.Rand, v *ui.View) {
			for i := range v.Columns {
				v.Columns[i].Format = []ui.Format{ui.AsBadge, ui.AsLink, ui.AsDate, ""}[r.IntN(4)]
			}
			if v.Kind == ui.List {
				v.Columns = v.Columns[:min(1, len(v.Columns))]
			}
		})
	},
	"coverage": func(plan *ui.Plan, seed uint64, part float64) {
		r := rand.New(rand.NewPCG(seed, 1))
		for i := range plan.App.Resources {
			plan.App.Resources[i].Views = slices.DeleteFunc(plan.App.Resources[i].Views, func(ui.View) bool { return r.Float64() < part })
		}
	},
}

// TestFaultsLowerTheScore shows that each component measures what it says: the
// more of its fault, the lower it is, and the total never gains by a fault.
func TestFaultsLowerTheScore(t *testing.T) {
	t.Parallel()
	plans := map[string]*ui.Plan{"bookshop": shopPlan(t)}
	for _, file := range corpus.Shipped(t) {
		if len(plans) == 4 {
			break // enough kinds of API, and of time
		}
		if doc, err := openapi.ReadFile(file); err == nil && len(doc.Operations) > 80 && len(doc.Schemas) > 80 {
			plans[doc.Title] = ui.Baseline(doc)
		}
	}
	require.GreaterOrEqual(t, len(plans), 3)
	for title, plan := range plans {
		for name, damage := range faults {
			t.Run(title+"/"+name, func(t *testing.T) {
				t.Parallel()
				value, total := component(t, plan.Coherence(), name), plan.Coherence().Total
				for _, part := range []float64{0.2, 0.5, 0.95} {
					var sum, totals float64
					const seeds = 3
					for seed := range uint64(seeds) {
						damaged := copyOf(t, plan)
						damage(damaged, seed, part)
						score := damaged.Coherence()
						sum += component(t, score, name)
						totals += score.Total
					}
					require.Less(t, sum/seeds, value, "%v of the places", part)
					require.LessOrEqual(t, totals/seeds, total, "%v of the places", part)
					value, total = sum/seeds, totals/seeds
				}
			})
		}
	}
}

func TestDegeneratePlansScoreLow(t *testing.T) {
	t.Parallel()
	plan := shopPlan(t)
	good := plan.Coherence()
	require.Greater(t, good.Total, 8.0, good)

	one := copyOf(t, plan) // everything has the same name
	for i := range one.App.Labels {
		one.App.Labels[i] = "Thing"
	}
	eachView(one, 1, 1, func(_ *rand.Rand, v *ui.View) {
		for i := range v.Columns {
			v.Columns[i].Label = "Thing"
		}
		v.Title = "Thing"
	})
	require.Less(t, component(t, one.Coherence(), "terminology"), 0.5)
	require.Less(t, component(t, one.Coherence(), "actions"), 0.8)

	giant := copyOf(t, plan) // one page for everything
	for _, r := range giant.App.Resources[1:] {
		giant.App.Resources[0].Views = append(giant.App.Resources[0].Views, r.Views...)
	}
	giant.App.Resources = giant.App.Resources[:1]
	require.Less(t, component(t, giant.Coherence(), "resources"), 0.6)

	empty := &ui.Plan{}
	require.Zero(t, empty.Coherence().Total)
}

func TestCoherenceIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	plan := shopPlan(t)
	first := plan.Coherence()
	for range 20 {
		require.Equal(t, first, plan.Coherence())
	}
	require.Regexp(t, `^\d\.\d of 10 \(coverage 1\.00, terminology `, first.String())
}
