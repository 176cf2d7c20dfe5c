// Talk between the map and the other parts of the same browser tab: the playback of the timeline
// narrows the dates, the table follows the window of the map. Messages carry the tab's name, for
// a BroadcastChannel reaches every tab.

const TAB_KEY = "atlas-tab";

export class Channel {
  constructor(hear) {
    this.tab = sessionStorage.getItem(TAB_KEY) || Math.random().toString(36).slice(2);
    sessionStorage.setItem(TAB_KEY, this.tab);
    this.channel = new BroadcastChannel("atlas");
    this.channel.onmessage = ({ data }) => {
      if (data && (!data.tab || data.tab === this.tab)) hear(data);
    };
  }

  say(message) {
    this.channel.postMessage({ ...message, tab: this.tab });
  }

  close() {
    this.channel.close();
  }
}
