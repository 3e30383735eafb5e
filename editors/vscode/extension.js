// Starts `twicetold lsp`, which answers all that the editor asks. The client is vscode-languageclient.

const { window, workspace, commands } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function settings() {
  const said = workspace.getConfiguration("twicetold");
  return { lenses: said.get("lenses"), lives: said.get("lives") };
}

async function start() {
  const [command, ...args] = workspace.getConfiguration("twicetold").get("command");
  client = new LanguageClient(
    "twicetold",
    "Twicetold",
    { command, args },
    {
      documentSelector: [{ language: "tale" }],
      initializationOptions: settings(),
    },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `Twicetold: \`${command}\` cannot be started (${error.message}). Install it, pip install 'twicetold[edit]', ` +
        "or say where it is in the setting twicetold.command.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand("twicetold.restart", async () => {
      await stop();
      await start();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("twicetold") && client?.isRunning()) {
        client.sendNotification("workspace/didChangeConfiguration", { settings: { twicetold: settings() } });
      }
    }),
  );
  await start();
};

exports.deactivate = stop;
