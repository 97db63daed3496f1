package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ui"
)

// TestDirectoryFunctionsAtPathsThatNameNothing: where all operations have one
// path, or paths of a version and a whole name, their IDs say what they do.
func TestDirectoryFunctionsAtPathsThatNameNothing(t *testing.T) {
	t.Parallel()
	plan := ui.Baseline(parse(t, `
paths:
  /#Target=Pipes.CreatePipeline: {post: {operationId: CreatePipeline, responses: {"200": {description: ok}}}}
  /#Target=Pipes.DescribeObjects: {post: {operationId: DescribeObjects, responses: {"200": {description: ok}}}}
  /#Target=Pipes.DisassociateBlock: {post: {operationId: DisassociateBlock, responses: {"200": {description: ok}}}}
  /#Action=DeleteUser:
    get: {operationId: GET_DeleteUser, responses: {"200": {description: ok}}}
    post: {operationId: POST_DeleteUser, responses: {"200": {description: ok}}}
  /v1/{name}: {get: {operationId: src.projects.repos.get, parameters: [{name: name, in: path, required: true}], responses: {"200": {description: ok}}}}
  /v1/{name}:sync: {post: {operationId: src.projects.repos.sync, parameters: [{name: name, in: path, required: true}], responses: {"200": {description: ok}}}}
  /v1/{name}:estimateCost: {post: {operationId: src.projects.repos.estimateCost, parameters: [{name: name, in: path, required: true}], requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {"200": {description: ok}}}}
`))
	require.NoError(t, plan.Validate())
	require.Len(t, plan.App.Resources, 1)
	require.Equal(t, "Test", plan.App.Resources[0].Title, "the only one is no other")
	got := map[string]string{}
	for _, v := range plan.App.Resources[0].Views {
		got[v.Operation] = string(v.Kind) + ": " + v.Title
	}
	require.Equal(t, map[string]string{
		"CreatePipeline":                  "create: Create pipeline",
		"DescribeObjects":                 "action: Describe objects",
		"DisassociateBlock":               "action: Disassociate block",
		"GET_DeleteUser":                  "delete: Delete user (GET)",
		"POST_DeleteUser":                 "delete: Delete user (POST)",
		"src.projects.repos.get":          "detail: Show repo",
		"src.projects.repos.sync":         "action: Sync repo",
		"src.projects.repos.estimateCost": "action: Estimate cost",
	}, got)
}

// TestDirectoryGetThatChangesIsNotSentByItself: the page sends what reads as
// soon as it is opened, so a GET that says it changes something is no reading.
func TestDirectoryGetThatChangesIsNotSentByItself(t *testing.T) {
	t.Parallel()
	answer := `responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {ok: {type: boolean}}}}}}}`
	cases := map[string]struct {
		path, id, summary string
		want              ui.Kind
	}{
		"a verb of the path":              {"/auth.revoke", "auth_revoke", "", ui.Action},
		"a verb of the path that updates": {"/views.update", "views_update", "", ui.Update},
		"the ID":                          {"/deletePad", "deletePadUsingGET", "", ui.Delete},
		"the summary":                     {"/screenshot/multiple", "multiple", "Creates multiple screenshots.", ui.Create},
		"the summary before the ID":       {"/updates", "updateHistory", "Get the history of updates", ui.Detail},
		"an ID that reads after all":      {"/clients/{id}/files", "UpdateSystem_GetFiles", "", ui.Detail},
		"a noun":                          {"/system/update", "getSystemUpdate", "", ui.Detail},
		"a summary that only has a noun":  {"/news", "news", "Updates for the page", ui.Detail},
		"a name that begins with GET":     {"/lists/overview", "GET_lists-overview", "Best sellers", ui.Detail},
		"a function at the root":          {"/#Action=SetSubnets", "GET_SetSubnets", "", ui.Update},
		"one of an unknown verb":          {"/#Action=AllocateHosts", "GET_AllocateHosts", "", ui.Action},
		"one that reads":                  {"/#Action=DescribeHosts", "GET_DescribeHosts", "", ui.Detail},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := ui.Baseline(parse(t, "paths:\n  '"+c.path+"': {get: {operationId: "+c.id+", summary: '"+c.summary+"', "+answer+"}}"))
			view := plan.App.Resources[0].Views[0]
			require.Equal(t, c.want, view.Kind, view.Title)
			require.Equal(t, c.want == ui.Delete, view.Confirm != "", "what deletes asks first")
		})
	}
}

// TestDirectoryVerbOnce: the end of a path may say the verb and its noun.
func TestDirectoryVerbOnce(t *testing.T) {
	t.Parallel()
	plan := ui.Baseline(parse(t, `
paths:
  /servers/{id}: {get: {operationId: Servers_Get, responses: {"200": {description: ok}}}}
  /servers/checkNameAvailability: {post: {operationId: CheckNameAvailability_Execute, responses: {"200": {description: ok}}}}
  /keys/regenerateAdminKey: {post: {operationId: AdminKeys_Regenerate, responses: {"200": {description: ok}}}}
`))
	for _, r := range plan.App.Resources {
		for _, v := range r.Views {
			require.NotRegexp(t, `(?i)check check|regenerate regenerate`, v.Title)
		}
	}
}
