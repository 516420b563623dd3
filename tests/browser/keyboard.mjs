export default function define() {}
