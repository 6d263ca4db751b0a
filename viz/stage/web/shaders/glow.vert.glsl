// Glowing gas: closed smooth shells, added to what is behind them and hidden by what is before them.
out vec3 towards;
out vec3 outward;
out vec3 light;
out vec3 place;                  // in its own frame, metres

void main(void) {
    mat3 turn = objectRotation();
    place = objectScale * pos;
    vec4 seen = viewMatrix * vec4(turn * (objectScale * pos) + objectPos, 1.0);
    gl_Position = projMatrix * seen;
    towards = -seen.xyz;
    outward = mat3(viewMatrix) * (turn * (normal / objectScale));
    light = color * objectColor;
}
