package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// titled is a view, as far as its wording goes.
type titled struct {
	op      *openapi.Operation
	title   string
	confirm string
}

// wordings checks the titles and questions of a description.
func wordings(t *testing.T, schemas []string, cases []titled) *ui.Plan {
	t.Helper()
	thing := func() *openapi.Schema {
		return &openapi.Schema{Types: []string{"object"}, Properties: []openapi.Property{
			{Name: "id", Schema: &openapi.Schema{Types: []string{"string"}}}, {Name: "color", Schema: &openapi.Schema{Types: []string{"string"}}},
		}}
	}
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{"Thing": thing()}}
	for _, name := range schemas {
		doc.Schemas[name] = thing()
	}
	for _, c := range cases {
		doc.Operations = append(doc.Operations, c.op)
	}
	plan := ui.Baseline(doc)
	checkPlan(t, doc, plan)
	all := views(plan)
	for _, c := range cases {
		key := c.op.Method + " " + c.op.Path
		require.Equal(t, c.title, all[key].Title, key)
		require.Equal(t, c.confirm, all[key].Confirm, key)
	}
	return plan
}

func TestBaselineOfFunctions(t *testing.T) {
	t.Parallel()
	plan := wordings(t, nil, []titled{
		{op: operation("POST", "/createInvoice", "post_createInvoice", "", true), title: "Create invoice"},
		{op: operation("POST", "/getInvoices", "post_getInvoices", "", true), title: "List invoices"},
		{op: operation("GET", "/getInvoice/{id}", "get_getInvoice_id", "thing", false), title: "Show invoice"},
		{op: operation("GET", "/listOrders", "get_listOrders", "list", false), title: "List orders"},
		{op: operation("GET", "/get-all-users-by-name", "f", "list", false), title: "List users"},
		{op: operation("POST", "/updateStock", "post_updateStock", "", true), title: "Update stock"},
		{op: operation("POST", "/deleteUser", "post_deleteUser", "", true), title: "Delete user", confirm: "Delete this user?"},
		{op: operation("POST", "/sendEmail", "post_sendEmail", "", true), title: "Send email"},
		{op: operation("POST", "/login", "post_login", "", true), title: "Log in"},
		{op: operation("POST", "/readers/{id}/refund_payment", "x", "", false), title: "Refund payment", confirm: "Refund payment?"},
	})
	require.Equal(t, []string{
		"Invoices: POST /getInvoices POST /createInvoice GET /getInvoice/{id}",
		"Orders: GET /listOrders",
		"Users: GET /get-all-users-by-name POST /deleteUser",
		"Other: POST /updateStock POST /sendEmail POST /login POST /readers/{id}/refund_payment",
	}, layout(plan))
}

func TestBaselineOfFunctionsBesideCollections(t *testing.T) {
	t.Parallel()
	plan := wordings(t, nil, []titled{
		{op: operation("GET", "/invoices", "a", "list", false), title: "List invoices"},
		{op: operation("GET", "/invoices/{id}", "b", "thing", false), title: "Show invoice"},
		{op: operation("POST", "/createInvoice", "c", "", true), title: "Create invoice"},
		{op: operation("POST", "/sendInvoice", "d", "", true), title: "Send invoice"},
		{op: operation("GET", "/check-runs", "e", "list", false), title: "List check runs"}, // a noun for all its verb
		{op: operation("GET", "/check-runs/{id}", "f", "thing", false), title: "Show check run"},
		{op: operation("DELETE", "/check-runs/{id}", "g", "", false), title: "Delete check run", confirm: "Delete this check run?"},
	})
	require.Equal(t, []string{
		"Invoices: GET /invoices POST /createInvoice GET /invoices/{id} POST /sendInvoice",
		"Check runs: GET /check-runs GET /check-runs/{id} DELETE /check-runs/{id}",
	}, layout(plan))
}

func TestBaselineTitlesDiffer(t *testing.T) {
	t.Parallel()
	t.Run("put and patch of one path", func(t *testing.T) {
		t.Parallel()
		wordings(t, nil, []titled{
			{op: operation("GET", "/things/{id}", "a", "thing", false), title: "Show thing"},
			{op: operation("PUT", "/things/{id}", "b", "thing", true), title: "Replace thing"},
			{op: operation("PATCH", "/things/{id}", "c", "thing", true), title: "Update thing"},
		})
	})
	t.Run("of one summary", func(t *testing.T) {
		t.Parallel()
		said := func(op *openapi.Operation) *openapi.Operation {
			op.Summary = "Updates a thing."
			return op
		}
		wordings(t, nil, []titled{
			{op: said(operation("PUT", "/things/{id}", "b", "thing", true)), title: "Replace a thing"},
			{op: said(operation("PATCH", "/things/{id}", "c", "thing", true)), title: "Update a thing"},
		})
	})
	t.Run("namespaces, as Kubernetes has them", func(t *testing.T) {
		t.Parallel()
		tag := func(op *openapi.Operation) *openapi.Operation { return withTag(op, "core") }
		one, all := "/api/v1/namespaces/{namespace}/configmaps/{name}", "/api/v1/namespaces/{namespace}/configmaps"
		watch := operation("GET", "/api/v1/watch/namespaces/{namespace}/configmaps", "watchNamespacedConfigMapList", "thing", false)
		watchOne := operation("GET", "/api/v1/watch/namespaces/{namespace}/configmaps/{name}", "watchNamespacedConfigMap", "thing", false)
		plan := wordings(t, []string{"io.k8s.api.core.v1.ConfigMap"}, []titled{
			{op: tag(operation("GET", "/api/v1/configmaps", "listConfigMapForAllNamespaces", "list", false)), title: "List config maps"},
			{op: tag(operation("GET", all, "listNamespacedConfigMap", "list", false)), title: "List config maps (namespace)"},
			{op: tag(operation("POST", all, "createNamespacedConfigMap", "thing", true)), title: "Create config map"},
			{op: tag(operation("DELETE", all, "deleteCollectionNamespacedConfigMap", "", false)), title: "Delete all config maps", confirm: "Delete all config maps?"},
			{op: tag(operation("GET", one, "readNamespacedConfigMap", "thing", false)), title: "Show config map"},
			{op: tag(operation("PUT", one, "replaceNamespacedConfigMap", "thing", true)), title: "Replace config map"},
			{op: tag(operation("PATCH", one, "patchNamespacedConfigMap", "thing", true)), title: "Update config map"},
			{op: tag(operation("DELETE", one, "deleteNamespacedConfigMap", "", false)), title: "Delete config map", confirm: "Delete this config map?"},
			{op: tag(watch), title: "Watch config maps"},
			{op: tag(watchOne), title: "Watch config map"},
		})
		require.Equal(t, ui.Action, views(plan)["GET "+watch.Path].Kind)
	})
	t.Run("by what paths differ in", func(t *testing.T) {
		t.Parallel()
		said := func(text string, op *openapi.Operation) *openapi.Operation {
			op.Summary = text
			return withTag(op, "x")
		}
		wordings(t, nil, []titled{
			{op: said("List conflicts", operation("GET", "/user/docker/conflicts", "a", "list", false)), title: "List conflicts (user)"},
			{op: said("List conflicts", operation("GET", "/orgs/{org}/docker/conflicts", "b", "list", false)), title: "List conflicts (org)"},
			{op: said("Get the account", operation("GET", "/account", "c", "thing", false)), title: "Get the account"},
			{op: said("Get the account", operation("GET", "/accounts/{account}", "d", "thing", false)), title: "Get the account (by account)"},
			{op: said("Get people", operation("GET", "/x/people", "e", "list", false)), title: "Get people (people)"},
			{op: said("Get people", operation("GET", "/x/persons", "f", "list", false)), title: "Get people (persons)"},
			{op: said("Ask", operation("GET", "/ask", "g", "", false)), title: "Ask (GET)"},
			{op: said("Ask", operation("POST", "/ask", "h", "", false)), title: "Ask (POST)"},
			{op: said("Answer", operation("POST", "/answers", "i", "thing", true)), title: "Answer"},
			{op: said("Answer", operation("POST", "/answers?beta=true", "j", "thing", true)), title: "Answer (beta true)"},
			{op: said("Same", operation("POST", "/s/", "k", "", true)), title: "Same (POST /s/)"},
			{op: said("Same", operation("POST", "/s", "l", "", true)), title: "Same (POST /s)"},
		})
	})
}

func TestBaselineDeletesSome(t *testing.T) {
	t.Parallel()
	some := operation("DELETE", "/things", "b", "", false)
	some.Parameters = []*openapi.Parameter{{Name: "color", In: "query"}}
	wordings(t, nil, []titled{
		{op: operation("GET", "/things", "a", "list", false), title: "List things"},
		{op: some, title: "Delete things", confirm: "Delete things?"},
		{op: operation("DELETE", "/things/{id}", "c", "", false), title: "Delete thing", confirm: "Delete this thing?"},
		{op: operation("GET", "/orders", "d", "list", false), title: "List orders"},
		{op: operation("DELETE", "/orders", "e", "", false), title: "Delete all orders", confirm: "Delete all orders?"},
	})
}

func TestBaselineOfOData(t *testing.T) {
	t.Parallel()
	plan := wordings(t, nil, []titled{
		{op: withTag(operation("GET", "/Products", "a", "list", false), "Products.Product"), title: "List products"},
		{op: withTag(operation("GET", "/Products('{ProductID}')", "b", "thing", false), "Products.Product"), title: "Show product"},
		{op: withTag(operation("DELETE", "/Products('{ProductID}')", "c", "", false), "Products.Product"), title: "Delete product", confirm: "Delete this product?"},
	})
	require.Equal(t, "Products", plan.App.Resources[0].Title)
}
